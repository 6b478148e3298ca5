package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import org.jspecify.annotations.Nullable;

/**
 * The objects that are a controller's by the label {@link Labels#INSTANCE_ID}, as Argo's server tells them apart. It keeps servers from
 * disturbing one another, and nobody from anything: who may do what is the API server's to say.
 *
 * @param id empty for objects without the label; null for all
 */
record Instance(@Nullable String id) {
    static final Instance ANY = new Instance(null);

    /** The same, and of this instance. */
    ListQuery in(ListQuery query) {
        if (id == null) {
            return query;
        }
        String own = id.isEmpty() ? "!" + Labels.INSTANCE_ID : Labels.INSTANCE_ID + "=" + id;
        return query.withLabels(query.labels().isBlank() ? own : query.labels() + "," + own);
    }

    /** @throws ServiceException in Argo's words when it is another's */
    void check(JsonNode object) {
        if (id == null) {
            return;
        }
        JsonNode metadata = object.path("metadata");
        JsonNode label = metadata.path("labels").path(Labels.INSTANCE_ID);
        boolean own = id.isEmpty() ? label.isMissingNode() : label.asText("").equals(id);
        if (!own) {
            throw new ServiceException(
                    Why.INVALID,
                    "'" + metadata.path("name").asText("") + "' is not managed by the current Argo Server: "
                            + (label.isMissingNode()
                                    ? "it has no label " + Labels.INSTANCE_ID
                                    : "its label " + Labels.INSTANCE_ID + " is '" + label.asText() + "'")
                            + ", and this server's objects have " + (id.isEmpty() ? "none" : "'" + id + "'"));
        }
    }

    /** Makes it one of this instance's. Without an id it is left as it is: who gives it a label means another controller. */
    void label(ObjectNode object) {
        if (id != null && !id.isEmpty()) {
            object.withObjectProperty("metadata").withObjectProperty("labels").put(Labels.INSTANCE_ID, id);
        }
    }
}
