"""Asks AWS two things for script/deploy. If AWS gives no answer, says why and exits with 1.

Usage:  account_query.py identity [--profile NAME]         prints who the credentials belong to
        account_query.py stack STACK [--profile NAME]      prints a stack as `aws cloudformation describe-stacks` does
"""
import argparse
import json
import sys

import boto3
import botocore.exceptions


def answer(session, arguments):
    if session.get_credentials() is None:
        raise botocore.exceptions.NoCredentialsError()
    if arguments.question == "identity":
        return session.client("sts").get_caller_identity()["Arn"]
    stacks = session.client("cloudformation").describe_stacks(StackName=arguments.stack)
    return json.dumps({"Stacks": stacks["Stacks"]}, default=str)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("question", choices=["identity", "stack"])
    parser.add_argument("stack", nargs="?")
    parser.add_argument("--profile")
    arguments = parser.parse_args()
    try:
        print(answer(boto3.Session(profile_name=arguments.profile, region_name="us-east-1"), arguments))
    except botocore.exceptions.ProfileNotFound:
        sys.exit(f"There is no profile {arguments.profile} in ~/.aws/credentials or ~/.aws/config.")
    except botocore.exceptions.NoCredentialsError:
        sys.exit("No AWS credentials were found in the environment or in ~/.aws/credentials.")
    except botocore.exceptions.ClientError as error:
        sys.exit(f"AWS refuses the request: {error.response['Error']['Message']}")
    except botocore.exceptions.BotoCoreError as error:
        sys.exit(f"AWS cannot be reached: {error}")


main()
