"""The content of the emulated services: stacks, pipelines and source credentials."""
import datetime

ACCOUNT = "arn:aws:codebuild:us-east-1:123456789012:token"
EXECUTION = "0f2c7c3a-1234-4abc-9def-0123456789ab"
COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"
# A title for the window, a cleared screen, a right-to-left override and a second line.
HOSTILE = "\x1b]0;owned\x07\x1b[2Jrolled back \u202etxt\nsecond line"


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


def at(minute):
    return datetime.datetime(2026, 11, 20, 9, minute, 30, tzinfo=datetime.timezone.utc)


def stage(name, status, action, minute, **more):
    execution = {"pipelineExecutionId": EXECUTION, "status": status, "type": "STANDARD"}
    return {
        "stageName": name, "inboundExecutions": [], "inboundTransitionState": {"enabled": True}, "latestExecution": execution,
        "actionStates": [{
            "actionName": action, "latestExecution": {
                "actionExecutionId": EXECUTION, "status": status, "lastStatusChange": at(minute), **more.pop("execution", {})},
            **more}],
    }


def source():
    return stage(
        "Source", "Succeeded", "GitHub", 1, revisionUrl=f"https://github.com/example/hdoc/commit/{COMMIT}",
        currentRevision={"revisionId": COMMIT, "revisionChangeId": "c1", "created": at(0)},
        execution={"summary": '{"ProviderType":"GitHub","CommitMessage":"Answer"}', "externalExecutionId": COMMIT})


def failed(message):
    deploy = stage(
        "Deploy", "Failed", "ExecuteChanges", 9, execution={
            "externalExecutionUrl": "https://console.aws.amazon.com/cloudformation/home", "errorDetails": {
                "code": "ActionExecutionFailed", "message": message}})
    # This action failed in an earlier execution; its stage has not been reached again.
    earlier = stage("Check", "Failed", "Check", 3, execution={"errorDetails": {"code": "JobFailed", "message": "an older failure"}})
    earlier["latestExecution"]["status"] = "Cancelled"
    return [source(), stage("Build", "Succeeded", "Build", 5), deploy, earlier]


PIPELINES = {
    "succeeded": [source(), stage("Build", "Succeeded", "Build", 5), stage("Deploy", "Succeeded", "ExecuteChanges", 9)],
    "running": [source(), stage("Build", "InProgress", "Build", 5), {"stageName": "Deploy", "actionStates": [{"actionName": "Go"}]}],
    "failed": failed("The change set rolled back: the alarm is active"),
    "hostile": failed(HOSTILE),
}
CREDENTIALS = [
    {"arn": f"{ACCOUNT}/github", "serverType": "GITHUB", "authType": "PERSONAL_ACCESS_TOKEN"},
    {"arn": f"{ACCOUNT}/connection", "serverType": "GITLAB", "authType": "CODECONNECTIONS",
     "resource": "arn:aws:codeconnections:us-east-1:123456789012:connection/8f"},
]


def describe_stacks(parameters):
    """The stack hdoc-pipeline-STAGE names the pipeline STAGE. The stack of `unnamed` has no output, and that of `none` is missing."""
    name = parameters["StackName"]
    pipeline = name.removeprefix("hdoc-pipeline-")
    if pipeline == "none":
        raise Refused("ValidationError", f"Stack with id {name} does not exist")
    outputs = [] if pipeline == "unnamed" else [{"OutputKey": "Pipeline", "OutputValue": pipeline}]
    return {"Stacks": [{"StackName": name, "CreationTime": at(0), "StackStatus": "CREATE_COMPLETE", "Outputs": outputs}]}


def get_pipeline_state(parameters):
    name = parameters["name"]
    if name not in PIPELINES:
        raise Refused("PipelineNotFoundException", f"Account '123456789012' does not have a pipeline with name '{name}'")
    return {"pipelineName": name, "pipelineVersion": 3, "created": at(0), "updated": at(0), "stageStates": PIPELINES[name]}


def list_source_credentials(_):
    return {"sourceCredentialsInfos": list(CREDENTIALS)}


def delete_source_credentials(parameters):
    for credentials in CREDENTIALS:
        if credentials["arn"] == parameters["arn"]:
            CREDENTIALS.remove(credentials)
            return {"arn": parameters["arn"]}
    raise Refused("ResourceNotFoundException", f"Could not find source credentials {parameters['arn']}")


ANSWERS = {
    "DescribeStacks": describe_stacks, "GetPipelineState": get_pipeline_state, "ListSourceCredentials": list_source_credentials,
    "DeleteSourceCredentials": delete_source_credentials,
}
