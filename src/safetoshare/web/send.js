(function(){var f=document.querySelector("form[data-cut]"),b,i,p,s,d;if(!f||!window.FormData)return;
b=f.querySelector("[data-send]");i=f.querySelector("[type=file]");p=f.querySelector("progress");s=f.querySelector("[role=status]");d=f.dataset;
function stop(t){p.hidden=true;b.disabled=false;s.textContent=t}
b.addEventListener("click",function(e){var n=0,x=new XMLHttpRequest();if(!i.files.length)return;e.preventDefault();
for(;n<i.files.length;n++)if(i.files[n].size>+d.most)return stop(d.large);
x.open("POST",b.formAction);x.upload.onprogress=function(e){var n=Math.floor(10*e.loaded/e.total)*10;p.value=e.loaded/e.total;if(s.textContent!==n+" %")s.textContent=n+" %"};
x.upload.onload=function(){s.textContent=d.looks};
x.onload=function(){document.open();document.write(x.responseText);document.close()};
x.onerror=function(){stop(d.cut)};p.hidden=false;b.disabled=true;x.send(new FormData(f))})})()
