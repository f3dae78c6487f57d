"""Calls operations with the vendor's SDK, for the tests beside this file.

Standard input holds a JSON list of calls; standard output gets one outcome for each: the answers as the SDK's
models show them (of a listing one for each page), and what was raised, if anything. Nothing here looks at a body
itself.
"""

import json
import sys
from importlib.metadata import version

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.auth.provider import MetadataCredentialProvider
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkswr import v2


def shown(value):
    """A model as its attributes, a list item by item; an attribute without a value is left out."""
    if isinstance(value, list):
        return [shown(item) for item in value]
    if hasattr(value, "openapi_types"):
        attributes = {name: shown(getattr(value, name)) for name in value.openapi_types}
        return {name: attribute for name, attribute in attributes.items() if attribute is not None}
    return value


def raised(error):
    if isinstance(error, ServiceResponseException):
        names = ["status_code", "error_code", "error_msg", "request_id", "encoded_auth_msg"]
        told = {name: getattr(error, name) for name in names}
    else:
        told = {"error_msg": str(error)}
    return {"class": type(error).__name__} | told


def client(call):
    if call["from_metadata"]:
        credentials = MetadataCredentialProvider.get_basic().get_credentials()
        credentials.project_id = call["project_id"]
    else:
        credentials = BasicCredentials(call["access_key"], call["secret_key"], call["project_id"])
    builder = v2.SwrClient.new_builder().with_credentials(credentials)
    if call["region"]:
        # Only with a region does the SDK look for a project that it was not given.
        builder = builder.with_region(Region(call["region"], call["endpoint"]))
    else:
        builder = builder.with_endpoint(call["endpoint"])
    return builder.build()


def body(call):
    """The models that the SDK wants, made of the same JSON."""
    whole, schedule = {
        "execute_gc_schedule": (v2.ExecuteScheduleRequestBody, v2.ExecuteScheduleObj),
        "update_gc_schedule": (v2.UpdateScheduleRequestBody, v2.ScheduleObj),
    }[call["operation"]]
    parts = {"schedule": schedule(**call["body"]["schedule"])}
    if "parameters" in call["body"]:
        parts["parameters"] = v2.GcParameters(**call["body"]["parameters"])
    return whole(**parts)


def request(call):
    """The request of the operation, with what the call gives for it."""
    name = "".join(word.capitalize() for word in call["operation"].split("_"))
    made = getattr(v2, name + "Request")()
    for attribute in made.openapi_types:
        given = body(call) if attribute == "body" else call[attribute]
        if given is not None:
            setattr(made, attribute, given)
    return made


def outcome(call):
    answers = []
    try:
        asked = request(call)
        method = getattr(client(call), call["operation"])
        for _ in range(call["most_pages"]):
            answer = method(asked)
            answers.append(shown(answer))
            asked.marker = getattr(answer, "page_info", None) and answer.page_info.next_marker
            if not asked.marker:
                break
    # The tests decide what may be raised: anything that comes is an outcome.
    except Exception as error:
        return {"answers": answers, "raised": raised(error)}
    return {"answers": answers}


json.dump(
    {
        "version": version("huaweicloudsdkswr"),
        "properties": [*v2.GcTask.openapi_types, *v2.JobParameters.openapi_types],
        "outcomes": [outcome(call) for call in json.load(sys.stdin)],
    },
    sys.stdout,
)
