import pytest

from nisassess.kit.errors import NotFound
from nisassess.kit.ids import checked_id, is_id, new_id

pytestmark = pytest.mark.database_free

GOOD = "evd_01h455vb4pex5vsknk084sn02q"
BAD = [
    "",
    "evd",
    "evd_",
    "_01h455vb4pex5vsknk084sn02q",
    "01h455vb4pex5vsknk084sn02q",
    "asm_01h455vb4pex5vsknk084sn02q",
    "evd_evd_01h455vb4pex5vsknk084sn02q",
    "EVD_01h455vb4pex5vsknk084sn02q",
    "evd_01H455VB4PEX5VSKNK084SN02Q",
    "evd_01h455vb4pex5vsknk084sn02",
    "evd_01h455vb4pex5vsknk084sn02q0",
    "evd_01h455vb4pex5vsknk084sn02u",
    "evd_01h455vb4pex5vsknk084sn02\0",
    "evd_01h455vb4pex5vsknk084sn02é",
    "evd_8zzzzzzzzzzzzzzzzzzzzzzzzz",
    "evd_zzzzzzzzzzzzzzzzzzzzzzzzzz",
    " evd_01h455vb4pex5vsknk084sn02q",
    "evd_01h455vb4pex5vsknk084sn02q ",
    "evd_01h455vb4pex5vsknk084sn02q\n",
    "evd_" + "0" * 100_000,
    "evd_' OR 1=1 --",
]


def test_new_ids_are_of_their_kind_distinct_and_sort_by_time() -> None:
    ids = [new_id("evd") for _ in range(1000)]
    assert all(is_id("evd", one) for one in ids)
    assert len(set(ids)) == 1000
    assert ids == sorted(ids)


def test_id_of_the_right_kind_is_given_back() -> None:
    assert checked_id("evd", GOOD, "evidence") == GOOD


@pytest.mark.parametrize("value", BAD)
def test_anything_else_is_as_an_id_that_never_was(value: str) -> None:
    assert not is_id("evd", value)
    with pytest.raises(NotFound, match=r"^There is no such evidence, or you may not see it\.$"):
        checked_id("evd", value, "evidence")
