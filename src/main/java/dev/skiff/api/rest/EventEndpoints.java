package dev.skiff.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.WorkflowEventBinding;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.trigger.EventDispatch;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Argo's EventService: an event is tried on every binding of its namespace before it is answered (EVENT-01, EVENT-04). */
final class EventEndpoints {
    private static final System.Logger LOG = System.getLogger("dev.skiff.api");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 500;

    private final InstantSource clock;

    EventEndpoints(InstantSource clock) {
        this.clock = clock;
    }

    List<Endpoint> all() {
        String path = "/api/v1/events/{namespace}";
        return List.of(
                Endpoint.post(
                        path + "/{discriminator}", "EventService_ReceiveEvent", "Item", "EventResponse", this::receive),
                Endpoint.post(path, "EventService_ReceiveEvent", "Item", "EventResponse", this::receive));
    }

    private Reply receive(ApiRequest request) throws InterruptedException {
        EventDispatch.Incoming event = new EventDispatch.Incoming(
                request.namespace(), request.part("discriminator"), headers(request), payload(request));
        String token = "";
        do {
            Listing page = request.session()
                    .list(ResourceKind.WORKFLOW_EVENT_BINDING, request.namespace(), ListQuery.ALL.page(PAGE, token));
            for (JsonNode binding : page.items()) {
                dispatch(request, event, binding);
            }
            token = page.continueToken();
        } while (!token.isEmpty());
        return Reply.empty();
    }

    private static Map<String, List<String>> headers(ApiRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers().forEach((name, value) -> {
            if (name.startsWith("x-")) {
                headers.put(name, List.of(value));
            }
        });
        return headers;
    }

    private static JsonNode payload(ApiRequest request) {
        if (!request.hasBody()) {
            return JsonNodeFactory.instance.nullNode();
        }
        try {
            return JSON.readTree(request.body());
        } catch (JsonProcessingException e) {
            throw new ServiceException(Why.INVALID, "body: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ServiceException(Why.INVALID, "body: " + e.getMessage());
        }
    }

    /** What goes wrong with one binding is in the log, and touches neither the others nor the answer. */
    private void dispatch(ApiRequest request, EventDispatch.Incoming event, JsonNode tree) throws InterruptedException {
        String name = tree.at("/metadata/name").asText();
        try {
            WorkflowEventBinding binding = ModelMapper.lenient().treeToValue(tree, WorkflowEventBinding.class);
            switch (EventDispatch.of(binding, event, clock.instant())) {
                case EventDispatch.Ignored ignored -> {}
                case EventDispatch.Broken broken -> warn(request, name, broken.message());
                case EventDispatch.Submitted submitted -> {
                    ObjectNode workflow = ModelMapper.strict().valueToTree(submitted.workflow());
                    Checking.check(workflow, request.namespace(), request.session());
                    JsonNode made =
                            request.session().create(ResourceKind.WORKFLOW, request.namespace(), workflow, false);
                    LOG.log(
                            System.Logger.Level.INFO,
                            () -> "event " + event.discriminator() + ": binding " + name + " has submitted "
                                    + made.at("/metadata/name").asText());
                }
            }
        } catch (ServiceException | JsonProcessingException e) {
            warn(request, name, String.valueOf(e.getMessage()));
        }
    }

    private static void warn(ApiRequest request, String binding, String why) {
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "workfloweventbinding " + request.namespace() + "/" + binding + " submits nothing: " + why);
    }
}
