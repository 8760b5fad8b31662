"""A stranger's client: it knows an address and tokens, and learns everything else from the server's reflection.

    python client.py ADDRESS TOKEN_OF_AN_OFFICER TOKEN_OF_THE_PROVINCE
"""

import sys
import time
import uuid

import grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

SERVICES = {f"ocop.{name}.v1.{name.capitalize()}Service" for name in ("registry", "evaluation", "training", "reporting")}
COMMUNE, PROVINCE, ELSEWHERE = "2025:03127", "2025:11", "2025:00004"


class Client:
    """Calls by the name of an rpc, with messages made of dictionaries."""

    def __init__(self, channel, token):
        self.channel = channel
        self.token = token
        self.pool = DescriptorPool(ProtoReflectionDescriptorDatabase(channel))

    def call(self, service, rpc, language="vi", **fields):
        name = f"ocop.{service}.v1.{service.capitalize()}Service"
        method = self.pool.FindServiceByName(name).FindMethodByName(rpc)
        request, response = GetMessageClass(method.input_type), GetMessageClass(method.output_type)
        send = self.channel.unary_unary(
            f"/{name}/{rpc}", request_serializer=request.SerializeToString, response_deserializer=response.FromString
        )
        metadata = [("accept-language", language)]
        if self.token:
            metadata.append(("authorization", f"Bearer {self.token}"))
        return send(request(**fields), metadata=metadata, timeout=10)

    def value(self, enum, name):
        return self.pool.FindEnumTypeByName(enum).values_by_name[name].number


def refusal(call):
    """What a refused call tells: code, reason, text, and the fields at fault with what is wrong with each."""
    try:
        call()
    except grpc.RpcError as error:
        details = dict(error.trailing_metadata())["grpc-status-details-bin"]
        told = {detail.type_url.rsplit(".")[-1]: detail for detail in status_pb2.Status.FromString(details).details}
        info, text, bad = error_details_pb2.ErrorInfo(), error_details_pb2.LocalizedMessage(), error_details_pb2.BadRequest()
        assert told["ErrorInfo"].Unpack(info) and info.domain == "ocop", told
        assert told["LocalizedMessage"].Unpack(text), told
        if "BadRequest" in told:
            told["BadRequest"].Unpack(bad)
        fields = {violation.field: violation.localized_message.message for violation in bad.field_violations}
        return error.code(), info.reason, text.message, fields
    raise AssertionError("the call was not refused")


def eventually(what, condition):
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until, f"{what}: not in time"
        time.sleep(0.05)


def main(address, officer_token, province_token):
    with grpc.insecure_channel(address) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        for name in sorted(SERVICES):
            request = health_pb2.HealthCheckRequest(service=name)
            eventually(name, lambda: health.Check(request).status == health_pb2.HealthCheckResponse.SERVING)
        print("  health: all four services serve")

        listed = set(ProtoReflectionDescriptorDatabase(channel).get_services())
        assert SERVICES < listed, listed
        print(f"  reflection: {len(listed)} services, their messages among them")

        officer, province, nobody = (Client(channel, token) for token in (officer_token, province_token, None))

        units = officer.call("registry", "ListUnits", parent_id=PROVINCE, page_size=20)
        names = [unit.name for unit in units.units]
        more = officer.call("registry", "ListUnits", parent_id=PROVINCE, page_size=20, page_token=units.next_page_token)
        assert len(names) == 20 and not set(names) & {unit.name for unit in more.units}, names
        print(f"  units: {', '.join(names[:3])} …")

        kind = officer.value("ocop.registry.v1.ProducerKind", "PRODUCER_KIND_COOPERATIVE")
        producer = {"name": "Hợp tác xã Mẫu", "kind": kind, "unit_id": COMMUNE, "sample": True}
        request_id = str(uuid.uuid4())
        made = officer.call("registry", "CreateProducer", request_id=request_id, producer=producer).producer
        again = officer.call("registry", "CreateProducer", request_id=request_id, producer=producer).producer
        assert made == again and made.sample, (made, again)
        found = officer.call("registry", "ListProducers", text="hop tac xa mau").producers
        assert [known.id for known in found] == [made.id], found
        print("  producer: registered once though sent twice, found without accents")

        def create(client, language="vi", **changed):
            fields = {**producer, **changed}
            return lambda: client.call(
                "registry", "CreateProducer", language=language, request_id=str(uuid.uuid4()), producer=fields
            )

        code, reason, text, fields = refusal(create(officer, name="", unit_id="nowhere"))
        assert (code, reason) == (grpc.StatusCode.INVALID_ARGUMENT, "FIELDS_INVALID"), (code, reason)
        assert set(fields) == {"producer.name", "producer.unit_id"}, fields
        english = refusal(create(officer, language="en", name="", unit_id="nowhere"))
        assert english[2] != text and english[3] != fields, "the same in both languages"
        print(f"  refused: {text} / {english[2]}")

        code, reason, _, _ = refusal(create(nobody))
        assert (code, reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_MISSING"), (code, reason)
        code, reason, _, _ = refusal(create(officer, unit_id=ELSEWHERE))
        assert (code, reason) == (grpc.StatusCode.PERMISSION_DENIED, "UNIT_OUTSIDE_GRANT"), (code, reason)
        code, reason, _, _ = refusal(lambda: officer.call("registry", "GetProducer", producer_id=str(uuid.uuid4())))
        assert code == grpc.StatusCode.NOT_FOUND, (code, reason)
        print("  refused: no token, another commune, nothing there")

        def registered():
            card = province.call("reporting", "GetScorecard", unit_id=PROVINCE).scorecard
            rows = {row.indicator.code: row for row in card.rows if not row.HasField("target")}
            return rows["producers_registered"].actual

        eventually("the scorecard", lambda: registered().value == 1)
        assert registered().sample_value == 1, registered()
        print("  scorecard: the producer is counted, as a sample")


main(*sys.argv[1:])
