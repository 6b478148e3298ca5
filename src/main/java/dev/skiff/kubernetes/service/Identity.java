package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.UserInfo;
import java.util.ArrayList;
import java.util.List;

/** Who a caller is, in the API server's eyes. */
final class Identity {
    private static final String REVIEWS = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private Identity() {}

    /** A review of one's own needs no right; a TokenReview would need the server's. */
    private static JsonNode asked(Callers.Known caller, ObjectNode review) throws InterruptedException {
        try {
            return caller.api().json(Call.post(REVIEWS, review));
        } catch (ServiceException e) {
            if (e.why() == Why.NOT_FOUND) {
                throw new ServiceException(
                        Why.NOT_IMPLEMENTED,
                        "this API server tells nobody who he is: it has no SelfSubjectReview, which Kubernetes has since 1.28",
                        e);
            }
            throw e;
        }
    }

    static UserInfo of(Callers.Known caller) throws InterruptedException {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "SelfSubjectReview");
        JsonNode user = asked(caller, review).path("status").path("userInfo");
        String name = user.path("username").asText("");
        List<String> groups = new ArrayList<>();
        user.path("groups").forEach(g -> groups.add(g.asText()));
        String account = name.startsWith(SERVICE_ACCOUNT) ? name.substring(SERVICE_ACCOUNT.length()) : "";
        int colon = account.indexOf(':');
        Said said = caller.said();
        return new UserInfo(
                said.issuer(),
                name,
                said.name(),
                said.email(),
                groups,
                account.substring(colon + 1),
                colon < 0 ? "" : account.substring(0, colon));
    }
}
