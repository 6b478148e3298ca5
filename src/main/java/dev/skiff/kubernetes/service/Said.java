package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Labels;
import dev.skiff.port.service.TokenVerifier;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a token says of its owner that the API server does not: empty for what it does not say. */
record Said(String issuer, String subject, String name, String email, String preferred) {
    static final Said NOTHING = new Said("", "", "", "", "");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTS = 3;
    private static final int LONGEST_LABEL = 63;

    /** What a token of the cluster says; it is told to nobody before the API server has accepted the token. */
    static Said by(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return NOTHING;
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return new Said(
                    text(claims, "iss"),
                    text(claims, "sub"),
                    text(claims, "name"),
                    text(claims, "email"),
                    text(claims, "preferred_username"));
        } catch (IOException | IllegalArgumentException e) {
            return NOTHING;
        }
    }

    static Said by(TokenVerifier.Verified user) {
        return new Said(user.issuer(), user.user(), user.name(), user.email(), user.preferred());
    }

    /**
     * Writes into a new object who has made it, as Argo's server does. The object is kept only if the API server takes the token for it; so
     * what was not verified here is true then. Whoever may write the object may write these labels, too: they are no proof.
     */
    void label(ObjectNode object) {
        if (equals(NOTHING)) {
            return;
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put(Labels.CREATOR, value(subject));
        all.put(Labels.CREATOR_EMAIL, value(email.replaceFirst("@", ".at.")));
        all.put(Labels.CREATOR_PREFERRED_USERNAME, value(preferred));
        ObjectNode labels = object.withObjectProperty("metadata").withObjectProperty("labels");
        labels.remove(all.keySet()); // whoever has made what this was copied from
        all.forEach((label, value) -> {
            if (!value.isEmpty()) {
                labels.put(label, value);
            }
        });
    }

    /** What a label may have: the end of it, which tells users apart. */
    private static String value(String text) {
        String value = text.replaceAll("[^-_.A-Za-z0-9]", "-");
        return value.substring(Math.max(0, value.length() - LONGEST_LABEL))
                .replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
    }

    private static String text(JsonNode claims, String name) {
        return claims.path(name).isTextual() ? claims.path(name).asText() : "";
    }
}
