"""The needs that a Common Needs Assessment can find, as codes. None of them is, or asks for, an immigration status.

That somebody needs a place that takes no public funds, or advice about immigration, is a need like any other: it can
add services and never takes one away ("Safe to share?", the commissioner's answer to Recommendation 4).
"""

from typing import Final

NEEDS: Final = (
    "safety",
    "safe_place",
    "no_recourse",
    "immigration_advice",
    "interpreter",
    "domestic_abuse",
    "honour_based_abuse",
    "sexual_violence",
    "modern_slavery",
    "hate_crime",
    "counselling",
    "children",
    "health",
    "money",
    "legal_advice",
    "court",
    "community",
)
