package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.util.ArrayList;
import java.util.List;

/** The services for what is kept and not run: templates of a namespace and of the cluster, schedules, bindings of events. */
final class KeptEndpoints {
    private final ResourceKind kind;
    private final String service;
    private final String path;
    /** In the bodies of requests. */
    private final String field;

    private final String prefix;

    private KeptEndpoints(ResourceKind kind, String path, String field, String prefix) {
        this.kind = kind;
        this.service = kind.kind() + "Service_";
        this.path = path + (kind.namespaced() ? "/{namespace}" : "");
        this.field = field;
        this.prefix = prefix;
    }

    static List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        all.addAll(new KeptEndpoints(
                        ResourceKind.WORKFLOW_TEMPLATE, "/api/v1/workflow-templates", "template", "WorkflowTemplate")
                .changing());
        all.addAll(new KeptEndpoints(
                        ResourceKind.CLUSTER_WORKFLOW_TEMPLATE,
                        "/api/v1/cluster-workflow-templates",
                        "template",
                        "ClusterWorkflowTemplate")
                .changing());
        KeptEndpoints schedules =
                new KeptEndpoints(ResourceKind.CRON_WORKFLOW, "/api/v1/cron-workflows", "cronWorkflow", "CronWorkflow");
        all.addAll(schedules.changing());
        all.add(schedules.suspending("suspend", true));
        all.add(schedules.suspending("resume", false));
        all.add(new KeptEndpoints(
                        ResourceKind.WORKFLOW_EVENT_BINDING,
                        "/api/v1/workflow-event-bindings",
                        "",
                        "WorkflowEventBinding")
                .listing("EventService_ListWorkflowEventBindings"));
        return all;
    }

    /** Of a namespace; for what has one, also of all: clients leave the last part of the path empty then. */
    private List<Endpoint> listings(String operation) {
        Endpoint one = listing(operation);
        if (!kind.namespaced()) {
            return List.of(one);
        }
        String everywhere = path.replace("/{namespace}", "");
        return List.of(one, Endpoint.get(everywhere, operation, one.query(), one.answer(), this::list));
    }

    private Endpoint listing(String operation) {
        List<Param> query = Param.together(
                Param.LIST, List.of(Param.text("namePattern", "Only names that contain this."), Param.FIELDS));
        return Endpoint.get(path, operation, query, kind.kind() + "List", this::list);
    }

    private List<Endpoint> changing() {
        String one = path + "/{name}";
        String kinds = kind.kind();
        List<Endpoint> all = new ArrayList<>(listings(service + "List" + kinds + "s"));
        all.addAll(List.of(
                Endpoint.post(path, service + "Create" + kinds, request("Create"), kinds, this::create),
                Endpoint.post(path + "/lint", service + "Lint" + kinds, request("Lint"), kinds, this::lint),
                Endpoint.get(one, service + "Get" + kinds, List.of(Param.FIELDS), kinds, this::get),
                Endpoint.put(one, service + "Update" + kinds, request("Update"), kinds, this::replace),
                Endpoint.delete(one, service + "Delete" + kinds, List.of(), this::delete)));
        return all;
    }

    /** Argo's names of its bodies are not of one form. */
    private String request(String verb) {
        return kind == ResourceKind.CRON_WORKFLOW ? verb + prefix + "Request" : prefix + verb + "Request";
    }

    private String place(ApiRequest request) {
        return kind.namespaced() ? request.namespace() : "";
    }

    private Reply list(ApiRequest request) throws InterruptedException {
        var query = request.listQuery();
        String part = request.query("namePattern");
        if (!part.isEmpty()) {
            query = new dev.skiff.port.service.ListQuery(
                    query.labels(),
                    query.fields(),
                    dev.skiff.port.service.ListQuery.NameFilter.CONTAINS,
                    part,
                    null,
                    null,
                    query.limit(),
                    query.continueToken(),
                    query.resourceVersion(),
                    query.shown());
        }
        return Reply.ok(
                request.fields().keep(WorkflowEndpoints.json(request.session().list(kind, place(request), query))));
    }

    private Reply get(ApiRequest request) throws InterruptedException {
        return Reply.ok(request.fields().keep(request.session().get(kind, place(request), request.name())));
    }

    private Reply create(ApiRequest request) throws InterruptedException {
        Bodies.Given given = Bodies.read(request, kind, field);
        ObjectNode object = given.object();
        Bodies.settle(object, kind, request.namespace());
        Checking.check(object, request.namespace(), request.session());
        boolean dry = given.envelope().at("/createOptions/dryRun").size() > 0;
        var made = request.session().create(kind, place(request), object, dry);
        return new Reply.Json(given.argo() || dry ? 200 : 201, made, java.util.Map.of());
    }

    private Reply lint(ApiRequest request) throws InterruptedException {
        ObjectNode object = Bodies.read(request, kind, field).object();
        Checking.check(object, request.namespace(), request.session());
        return Reply.ok(object);
    }

    private Reply replace(ApiRequest request) throws InterruptedException {
        ObjectNode object = Bodies.read(request, kind, field).object();
        String version = object.at("/metadata/resourceVersion").asText("");
        String name = object.at("/metadata/name").asText("");
        if (!name.isEmpty() && !name.equals(request.name())) {
            throw new ServiceException(
                    Why.INVALID, "metadata.name: '" + name + "' is not '" + request.name() + "', which the path names");
        }
        var status = object.path("status").deepCopy();
        Bodies.settle(object, kind, request.namespace());
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.put("name", request.name());
        Checking.check(object, request.namespace(), request.session());
        if (status.isObject() && !status.isEmpty()) {
            object.set("status", status);
        }
        metadata.put(
                "resourceVersion",
                version.isEmpty()
                        ? request.session()
                                .get(kind, place(request), request.name())
                                .at("/metadata/resourceVersion")
                                .asText()
                        : version);
        return Reply.ok(request.session().replace(kind, place(request), request.name(), object));
    }

    private Reply delete(ApiRequest request) throws InterruptedException {
        request.session().delete(kind, place(request), request.name(), false);
        return Reply.empty();
    }

    private Endpoint suspending(String verb, boolean suspended) {
        String operation = Character.toUpperCase(verb.charAt(0)) + verb.substring(1);
        return Endpoint.put(
                path + "/{name}/" + verb,
                service + operation + kind.kind(),
                "CronWorkflow" + operation + "Request",
                kind.kind(),
                request -> {
                    ObjectNode object = (ObjectNode) request.session()
                            .get(kind, place(request), request.name())
                            .deepCopy();
                    object.withObjectProperty("spec").put("suspend", suspended);
                    return Reply.ok(request.session().replace(kind, place(request), request.name(), object));
                });
    }
}
