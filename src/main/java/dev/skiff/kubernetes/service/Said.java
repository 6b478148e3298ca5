package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;

/** What a token says of its owner that the API server does not: empty for what it does not say. */
record Said(String issuer, String name, String email) {
    static final Said NOTHING = new Said("", "", "");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTS = 3;

    /** What a token of the cluster says; it is told to nobody before the API server has accepted the token. */
    static Said by(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return NOTHING;
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return new Said(text(claims, "iss"), text(claims, "name"), text(claims, "email"));
        } catch (IOException | IllegalArgumentException e) {
            return NOTHING;
        }
    }

    private static String text(JsonNode claims, String name) {
        return claims.path(name).isTextual() ? claims.path(name).asText() : "";
    }
}
