package dev.skiff.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ArtifactQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.UserInfo;
import java.util.ArrayList;
import java.util.List;

/** Argo's InfoService and ArtifactService, and a clear answer where there is none of Argo's services. */
final class OtherEndpoints {
    private final String managedNamespace;
    private final String version;

    OtherEndpoints(String managedNamespace, String version) {
        this.managedNamespace = managedNamespace;
        this.version = version;
    }

    List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>(List.of(
                Endpoint.get("/api/v1/info", "InfoService_GetInfo", List.of(), "InfoResponse", this::info),
                Endpoint.get("/api/v1/version", "InfoService_GetVersion", List.of(), "Version", this::version),
                Endpoint.get(
                        "/api/v1/userinfo",
                        "InfoService_GetUserInfo",
                        List.of(),
                        "GetUserInfoResponse",
                        OtherEndpoints::user),
                Endpoint.post(
                        "/api/v1/tracking/event",
                        "InfoService_CollectEvent",
                        "CollectEventRequest",
                        "CollectEventResponse",
                        request -> Reply.empty())));
        for (boolean input : new boolean[] {false, true}) {
            String begin = input ? "/input-artifacts" : "/artifacts";
            String what = input ? "Input" : "Output";
            all.add(file(
                    begin + "/{namespace}/{name}/{nodeId}/{artifactName}",
                    "ArtifactService_Get" + what + "Artifact",
                    request -> artifact(request, request.namespace(), request.name(), input)));
            all.add(file(
                    begin + "-by-uid/{uid}/{nodeId}/{artifactName}",
                    "ArtifactService_Get" + what + "ArtifactByUID",
                    request -> {
                        JsonNode workflow = request.session().archive().get(request.part("uid"));
                        return artifact(
                                request,
                                workflow.at("/metadata/namespace").asText(),
                                workflow.at("/metadata/name").asText(),
                                input);
                    }));
        }
        all.add(file(
                "/artifact-files/{namespace}/{idDiscriminator}/{id}/{nodeId}/{artifactDiscriminator}/{artifactName}",
                "ArtifactService_GetArtifactFile",
                OtherEndpoints::artifactFile));
        for (String path : List.of("event-sources", "sensors", "stream/event-sources", "stream/sensors", "sync")) {
            all.addAll(absent("/api/v1/" + path));
        }
        return all;
    }

    private static Endpoint file(String path, String operation, Endpoint.Handler handler) {
        return Endpoint.get(path, operation, List.of(), "", handler);
    }

    private static Reply artifact(ApiRequest request, String namespace, String workflow, boolean input)
            throws InterruptedException {
        return new Reply.File(
                request.session()
                        .artifact(new ArtifactQuery(
                                namespace, workflow, request.part("nodeId"), request.part("artifactName"), input)),
                false);
    }

    private static Reply artifactFile(ApiRequest request) throws InterruptedException {
        String id = request.part("id");
        String workflow = request.part("idDiscriminator").equals("archived-workflows")
                ? request.session().archive().get(id).at("/metadata/name").asText()
                : id;
        boolean input = request.part("artifactDiscriminator").equals("inputs");
        return new Reply.File(
                request.session()
                        .artifact(new ArtifactQuery(
                                request.namespace(),
                                workflow,
                                request.part("nodeId"),
                                request.part("artifactName"),
                                input)),
                true);
    }

    /** Argo Events is another product; limits of semaphores are in ConfigMaps. */
    private static List<Endpoint> absent(String path) {
        Endpoint.Handler none = request -> {
            throw new ServiceException(
                    Why.NOT_FOUND,
                    path.endsWith("sync")
                            ? "limits of semaphores are in ConfigMaps, which kubectl and manifests change; there is no "
                                    + path
                            : "Skiff has no Argo Events: there is no " + path
                                    + "; to start workflows by events post to /api/v1/events/{namespace}/{discriminator}");
        };
        return List.of(new Endpoint("*", path + "/*", "", List.of(), "", "", false, false, none));
    }

    private Reply info(ApiRequest request) {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("managedNamespace", managedNamespace);
        info.putArray("links");
        info.putObject("modals");
        info.putArray("columns");
        return Reply.ok(info);
    }

    private Reply version(ApiRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("version", "skiff " + version);
        answer.put("buildDate", "1970-01-01T00:00:00Z").put("gitCommit", "").put("gitTag", "v" + version);
        answer.put("gitTreeState", "clean").put("goVersion", "").put("compiler", "");
        answer.put("platform", System.getProperty("os.name", "") + "/" + System.getProperty("os.arch", ""));
        return Reply.ok(answer);
    }

    private static Reply user(ApiRequest request) throws InterruptedException {
        UserInfo user = request.session().user();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("issuer", user.issuer()).put("subject", user.subject()).put("name", user.name());
        answer.put("email", user.email());
        ArrayNode groups = answer.putArray("groups");
        user.groups().forEach(groups::add);
        answer.put("serviceAccountName", user.serviceAccountName());
        answer.put("serviceAccountNamespace", user.serviceAccountNamespace());
        return Reply.ok(answer);
    }
}
