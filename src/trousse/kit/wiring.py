"""What the kit registers with the rooms below: its tables, the things it follows, its works."""

from django.utils.translation import gettext_lazy as _

from trousse.core.personal_data import register_personal_data
from trousse.core.retention import retain
from trousse.kit import personal_data
from trousse.kit.actions import CALLS_KEPT, forget_old_calls
from trousse.kit.activity_actions import offer_activity_actions
from trousse.kit.contexts import bar_context
from trousse.kit.gathering import index_activities
from trousse.kit.keeping import OPENINGS_KEPT, forget_old_openings
from trousse.kit.resources import forget_unused_tokens, withdraw_resource
from trousse.sharing.things import on_forget
from trousse.ui.slots import Filling, fill_slot

index_activities()
offer_activity_actions()
fill_slot("operator", Filling("kit/slots/operator.html", order=10))
fill_slot("context", Filling("kit/slots/context.html", bar_context))
on_forget(withdraw_resource)
retain("kit.ResourcePerson", OPENINGS_KEPT, "since the last opening", erase=forget_old_openings)
retain("kit.Call", CALLS_KEPT, "since the call", erase=forget_old_calls)
retain("kit.Provider", None, "until the operator chooses again")
retain("kit.Resource", None, "with the thing")
retain("kit.TitleToken", None, "with the last title that has it", erase=forget_unused_tokens)
register_personal_data(
    "kit",
    title=_("the things that you opened lately"),
    export=personal_data.export,
    erase=personal_data.erase,
)
