"""The same key at the same moment: one call is done, the other gets its answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from trousse.accounts.current import Visitor
from trousse.accounts.models import User
from trousse.activities.models import Activity
from trousse.kit.actions import Caller, call
from trousse.kit.models import Call
from trousse_kit.actions import CreateRequest

AT_ONCE = 6


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_is_done_once(transactional_db: None) -> None:
    person = User.objects.create_user("lea@college.example", first_name="Léa", last_name="Martin")
    together = Barrier(AT_ONCE)

    def send(_number: int) -> object:
        together.wait(10)
        try:
            request = CreateRequest(title="Voyage")
            return call("activity.create", request, caller=Caller(Visitor(person)), key="one")
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))
    assert Activity.objects.count() == 1
    assert Call.objects.count() == 1
    assert answers == [answers[0]] * AT_ONCE
