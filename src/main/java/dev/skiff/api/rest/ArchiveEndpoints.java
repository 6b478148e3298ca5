package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.util.List;

/** Argo's ArchivedWorkflowService: runs that have ended, by their uid. */
final class ArchiveEndpoints {
    private static final String ALL = "/api/v1/archived-workflows";
    private static final String ONE = ALL + "/{uid}";
    private static final String SERVICE = "ArchivedWorkflowService_";

    private ArchiveEndpoints() {}

    static List<Endpoint> all() {
        List<Param> lists = Param.together(
                Param.LIST,
                Param.WORKFLOWS,
                List.of(Param.text("namePrefix", "How the name begins."), Param.text("namespace", "All without it.")));
        return List.of(
                Endpoint.get(ALL, SERVICE + "ListArchivedWorkflows", lists, "WorkflowList", ArchiveEndpoints::list),
                Endpoint.get(
                        "/api/v1/archived-workflows-label-keys",
                        SERVICE + "ListArchivedWorkflowLabelKeys",
                        List.of(Param.text("namespace", "All without it.")),
                        "LabelKeys",
                        ArchiveEndpoints::keys),
                Endpoint.get(
                        "/api/v1/archived-workflows-label-values",
                        SERVICE + "ListArchivedWorkflowLabelValues",
                        Param.together(Param.LIST, List.of(Param.text("namespace", "All without it."))),
                        "LabelValues",
                        ArchiveEndpoints::values),
                Endpoint.get(ONE, SERVICE + "GetArchivedWorkflow", List.of(), "Workflow", ArchiveEndpoints::get),
                Endpoint.delete(ONE, SERVICE + "DeleteArchivedWorkflow", List.of(), ArchiveEndpoints::delete),
                Endpoint.put(
                        ONE + "/resubmit",
                        SERVICE + "ResubmitArchivedWorkflow",
                        "ResubmitArchivedWorkflowRequest",
                        "Workflow",
                        ArchiveEndpoints::resubmit),
                Endpoint.put(
                        ONE + "/retry",
                        SERVICE + "RetryArchivedWorkflow",
                        "RetryArchivedWorkflowRequest",
                        "Workflow",
                        ArchiveEndpoints::retry));
    }

    private static Reply list(ApiRequest request) throws InterruptedException {
        ListQuery query = request.listQuery();
        return Reply.ok(request.fields()
                .keep(WorkflowEndpoints.json(request.session().archive().list(request.query("namespace"), query))));
    }

    private static Reply get(ApiRequest request) throws InterruptedException {
        return Reply.ok(request.session().archive().get(request.part("uid")));
    }

    private static Reply delete(ApiRequest request) throws InterruptedException {
        request.session().archive().delete(request.part("uid"));
        return Reply.empty();
    }

    private static Reply keys(ApiRequest request) throws InterruptedException {
        return items(request.session().archive().labelKeys(request.query("namespace")));
    }

    private static Reply values(ApiRequest request) throws InterruptedException {
        String key = request.query("listOptions.labelSelector");
        if (key.isEmpty() || !key.matches("[-A-Za-z0-9_./]+")) {
            throw new ServiceException(Why.INVALID, "listOptions.labelSelector: one key is wanted, and nothing else");
        }
        return items(request.session().archive().labelValues(request.query("namespace"), key));
    }

    private static Reply items(List<String> found) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        found.forEach(items::add);
        return Reply.ok(answer);
    }

    private static Reply resubmit(ApiRequest request) throws InterruptedException {
        ObjectNode body = request.json();
        return Reply.ok(request.session()
                .archive()
                .resubmit(
                        request.part("uid"), ApiRequest.flag(body, "memoized"), ApiRequest.pairs(body, "parameters")));
    }

    private static Reply retry(ApiRequest request) throws InterruptedException {
        ObjectNode body = request.json();
        return Reply.ok(request.session().archive().retry(request.part("uid"), WorkflowEndpoints.retry(body)));
    }
}
