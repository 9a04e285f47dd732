(function(){var n=0,t=0,a=document.querySelector(".govuk-exit-this-page__button");
function go(e){if(e)e.preventDefault();document.body.textContent="";document.title=" ";location.replace(a.href)}
if(!a)return;a.addEventListener("click",go);
document.addEventListener("keydown",function(e){var now=Date.now();
if(e.key!=="Shift"||e.altKey||e.ctrlKey||e.metaKey||/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)){n=0;return}
if(e.repeat)return;n=now-t<2000?n+1:1;t=now;if(n>2)go()});
addEventListener("pageshow",function(e){if(e.persisted){document.body.textContent="";location.replace(location.href)}})})()
