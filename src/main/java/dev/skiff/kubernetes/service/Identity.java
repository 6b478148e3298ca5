package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.port.service.UserInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Who a caller is, in the API server's eyes. */
final class Identity {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REVIEWS = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private Identity() {}

    /** @param token which the API server is asked about; empty when the caller acts with the server's rights */
    static UserInfo of(CallerApi api, String token) throws InterruptedException {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "SelfSubjectReview");
        JsonNode user = api.json(Call.post(REVIEWS, review)).path("status").path("userInfo");
        String name = user.path("username").asText("");
        List<String> groups = new ArrayList<>();
        user.path("groups").forEach(g -> groups.add(g.asText()));
        JsonNode claims = claims(token);
        String account = name.startsWith(SERVICE_ACCOUNT) ? name.substring(SERVICE_ACCOUNT.length()) : "";
        int colon = account.indexOf(':');
        return new UserInfo(
                claims.path("iss").asText(""),
                name,
                claims.path("name").asText(""),
                claims.path("email").asText(""),
                groups,
                account.substring(colon + 1),
                colon < 0 ? "" : account.substring(0, colon));
    }

    /** What a token says of itself; the API server has judged it before. Nothing for tokens that say nothing. */
    private static JsonNode claims(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            return parts.length == 3
                    ? JSON.readTree(Base64.getUrlDecoder().decode(parts[1]))
                    : JsonNodeFactory.instance.objectNode();
        } catch (IOException | IllegalArgumentException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
