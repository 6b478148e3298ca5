package dev.skiff.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class StatusShapeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WORKFLOW = """
            {"metadata": {"name": "steps-x7k2p", "uid": "8f14e45f"},
             "status": {"phase": "Failed", "message": "child 'steps-x7k2p-%1$s' failed", "progress": "1/2",
              "startedAt": "2026-11-23T21:00:00Z",
              "nodes": {
               "steps-x7k2p": {"id": "steps-x7k2p", "name": "steps-x7k2p", "displayName": "steps-x7k2p", "type": "Steps",
                 "phase": "Failed", "message": "child 'steps-x7k2p-%1$s' failed", "templateName": "main",
                 "templateScope": "local/steps-x7k2p", "startedAt": "2026-11-23T21:00:00Z", "finishedAt": "2026-11-23T21:00:09Z",
                 "children": ["steps-x7k2p-%2$s"], "outboundNodes": ["steps-x7k2p-%1$s"]},
               "steps-x7k2p-%2$s": {"id": "steps-x7k2p-%2$s", "name": "steps-x7k2p[0]", "displayName": "[0]", "type": "StepGroup",
                 "phase": "Failed", "message": "child 'steps-x7k2p-%1$s' failed", "boundaryID": "steps-x7k2p",
                 "templateScope": "local/steps-x7k2p", "startedAt": "2026-11-23T21:00:00Z", "finishedAt": "2026-11-23T21:00:09Z",
                 "children": ["steps-x7k2p-%1$s"]},
               "steps-x7k2p-%1$s": {"id": "steps-x7k2p-%1$s", "name": "steps-x7k2p[0].fail", "displayName": "fail", "type": "Pod",
                 "phase": "Failed", "message": "main: Error (exit code 1)", "boundaryID": "steps-x7k2p", "templateName": "fail",
                 "templateScope": "local/steps-x7k2p", "startedAt": "2026-11-23T21:00:00Z", "finishedAt": "2026-11-23T21:00:09Z",
                 "inputs": {"parameters": [{"name": "id", "value": "of 8f14e45f"}], "artifacts": [{"name": "b", "path": "/b"}]},
                 "outputs": {"exitCode": "1", "artifacts": [{"name": "main-logs"}]}, "hostNodeName": "here", "podIP": "10.0.0.1"}}}}
            """;

    private static final String TRUTH = """
            {"message": "child 'WF-4090496397' failed", "phase": "Failed", "progress": "1/2", "nodes": [
             {"name": "WF", "displayName": "WF", "type": "Steps", "phase": "Failed", "message": "child 'WF-4090496397' failed",
              "templateName": "main", "templateScope": "local/WF", "children": ["WF[0]"], "outboundNodes": ["WF[0].fail"]},
             {"name": "WF[0]", "displayName": "[0]", "type": "StepGroup", "phase": "Failed", "message": "child 'WF-4090496397' failed",
              "boundary": "WF", "templateScope": "local/WF", "children": ["WF[0].fail"]},
             {"name": "WF[0].fail", "displayName": "fail", "type": "Pod", "phase": "Failed", "message": "main: Error (exit code 1)",
              "boundary": "WF", "templateName": "fail", "templateScope": "local/WF",
              "inputs": {"parameters": [{"name": "id", "value": "of UID"}], "artifacts": ["b"]}, "outputs": {"exitCode": "1"}}]}
            """;

    @Test
    void aStatusAndTheTruthOfTheSameRunHaveTheSameShape() {
        assertThat(ShapeDiff.between(StatusShape.ofTruth(json(TRUTH)), StatusShape.ofWorkflow(workflow())))
                .isEmpty();
    }

    @Test
    void anotherPhaseOfOneNodeIsOneDifference() {
        JsonNode other = json(TRUTH.replace(
                "\"displayName\": \"fail\", \"type\": \"Pod\", \"phase\": \"Failed\"",
                "\"displayName\": \"fail\", \"type\": \"Pod\", \"phase\": \"Error\""));
        assertThat(ShapeDiff.between(StatusShape.ofTruth(other), StatusShape.ofWorkflow(workflow())))
                .singleElement()
                .asString()
                .contains("node WF[0].fail: phase", "Argo:  \"Error\"", "Skiff: \"Failed\"");
    }

    @Test
    void aNodeTooManyAndANodeTooFewAreNamed() {
        JsonNode renamed = json(TRUTH.replace("WF[0].fail", "WF[0].fall"));
        assertThat(ShapeDiff.between(StatusShape.ofTruth(renamed), StatusShape.ofWorkflow(workflow())))
                .anySatisfy(
                        line -> assertThat(line).startsWith("node WF[0].fall: is missing here; Argo has Pod Failed"))
                .anySatisfy(line -> assertThat(line).startsWith("node WF[0].fail: is not in Argo's tree"));
    }

    @Test
    void anOutputThatArgoDoesNotHaveIsADifference() {
        JsonNode without = json(TRUTH.replace(", \"outputs\": {\"exitCode\": \"1\"}", ""));
        assertThat(ShapeDiff.between(StatusShape.ofTruth(without), StatusShape.ofWorkflow(workflow())))
                .singleElement()
                .asString()
                .contains("outputs", "Argo:  (nothing)");
    }

    @Test
    void onlyTheStructureCountsWhereDiceFell() {
        JsonNode other = json(TRUTH.replace("\"Failed\"", "\"Succeeded\"").replace("WF[0].fail", "WF[0].other"));
        StatusShape ours = StatusShape.ofWorkflow(workflow());
        assertThat(ShapeDiff.betweenStructures(StatusShape.ofTruth(other), ours))
                .isEmpty();
        assertThat(ShapeDiff.betweenStructures(StatusShape.ofTruth(json(TRUTH.replace("\"[0]\"", "\"[1]\""))), ours))
                .hasSize(1);
    }

    @Test
    void aStatusThatKeepsTheRulesHasNoBreach() {
        assertThat(StatusRules.breaches(workflow())).isEmpty();
    }

    @Test
    void aWrongIdADanglingChildAndABackwardTimeAreBreaches() {
        String text = workflow().toString();
        String id = NodeIdRule.idOf("steps-x7k2p", "steps-x7k2p[0].fail");
        assertThat(StatusRules.breaches(json(text.replace(id, "steps-x7k2p-1"))))
                .anyMatch(l -> l.contains("the rule gives " + id));
        assertThat(StatusRules.breaches(json(text.replace("\"children\":[\"" + id, "\"children\":[\"steps-x7k2p-7"))))
                .anyMatch(l -> l.contains("is no node"));
        assertThat(StatusRules.breaches(json(text.replace("21:00:09Z", "20:59:59Z"))))
                .anyMatch(l -> l.contains("before it started"));
    }

    private static JsonNode workflow() {
        String leaf = NodeIdRule.idOf("steps-x7k2p", "steps-x7k2p[0].fail").substring("steps-x7k2p-".length());
        String group = NodeIdRule.idOf("steps-x7k2p", "steps-x7k2p[0]").substring("steps-x7k2p-".length());
        return json(WORKFLOW.formatted(leaf, group));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
