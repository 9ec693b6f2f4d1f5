"""What notifications register with the rooms below."""

from trousse.core.realtime import authorize_with
from trousse.notifications.live import REF_TYPE, may_follow, past_of

authorize_with(REF_TYPE, may_follow, history=past_of)
