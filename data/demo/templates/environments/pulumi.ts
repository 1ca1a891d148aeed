import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const stack = pulumi.getStack();
const name = `<<service>>-${stack}`;

const deadLetters = new aws.sqs.Queue(`${name}-dead`, { messageRetentionSeconds: 1209600 });
const queue = new aws.sqs.Queue(name, {
  visibilityTimeoutSeconds: 90,
  redrivePolicy: pulumi.interpolate`{"deadLetterTargetArn":"${deadLetters.arn}","maxReceiveCount":5}`,
});

const table = new aws.dynamodb.Table(name, {
  attributes: [{ name: "recipient", type: "S" }],
  hashKey: "recipient",
  billingMode: "PAY_PER_REQUEST",
});

export const queueUrl = queue.url;
export const tableName = table.name;
