"""Lists clean-up tasks with the vendor's SDK, for the tests beside this file.

Standard input holds a JSON list of listings; standard output gets one outcome for each: the pages as the SDK's
models show them, and what was raised, if anything. Nothing here looks at a body itself.
"""

import json
import sys
from importlib.metadata import version

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.auth.provider import MetadataCredentialProvider
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkswr.v2 import GcTask, JobParameters, ListGcTasksRequest, SwrClient


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


def client(listing):
    if listing["from_metadata"]:
        credentials = MetadataCredentialProvider.get_basic().get_credentials()
        credentials.project_id = listing["project_id"]
    else:
        credentials = BasicCredentials(listing["access_key"], listing["secret_key"], listing["project_id"])
    builder = SwrClient.new_builder().with_credentials(credentials)
    if listing["region"]:
        # Only with a region does the SDK look for a project that it was not given.
        builder = builder.with_region(Region(listing["region"], listing["endpoint"]))
    else:
        builder = builder.with_endpoint(listing["endpoint"])
    return builder.build()


def walk(listing):
    request = ListGcTasksRequest(
        instance_id=listing["instance_id"],
        marker=listing.get("marker"),
        limit=listing.get("limit"),
        status=listing.get("status"),
    )
    outcome = {"pages": []}
    try:
        swr = client(listing)
        for _ in range(listing["most_pages"]):
            response = swr.list_gc_tasks(request)
            outcome["pages"].append(shown(response))
            request.marker = response.page_info and response.page_info.next_marker
            if not request.marker:
                break
    # The tests decide what may be raised: anything that comes is an outcome.
    except Exception as error:
        outcome["raised"] = raised(error)
    return outcome


json.dump(
    {
        "version": version("huaweicloudsdkswr"),
        "properties": [*GcTask.openapi_types, *JobParameters.openapi_types],
        "outcomes": [walk(listing) for listing in json.load(sys.stdin)],
    },
    sys.stdout,
)
