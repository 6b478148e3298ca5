package dev.skiff.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What refusals of a server mean. */
final class Problems {
    private static final int LONGEST_TEXT = 500;

    private Problems() {}

    /** @param body of an answer with this status; JSON of Argo's gateway, or whatever a proxy between has to say */
    static ServiceException of(int status, byte[] body, String server) {
        JsonNode error = tree(body);
        if (error != null && error.isObject() && error.hasNonNull("message")) {
            return of(error, status);
        }
        String text = new String(body, 0, Math.min(body.length, LONGEST_TEXT), StandardCharsets.UTF_8).strip();
        String said = text.isEmpty() || text.startsWith("<") ? "" : ": " + text.replaceAll("\\s*\\R\\s*", " ");
        String redirected = status >= 300 && status < 400
                ? "; it sends somebody else's way, which is not followed with a token: give the URL that it means"
                : "";
        return new ServiceException(Why.of(status), server + " answers with HTTP " + status + said + redirected);
    }

    /** @param error {@code {code, message, problems}}; the code is gRPC's, or in a stream also HTTP's */
    static ServiceException of(JsonNode error, int status) {
        List<String> details = new ArrayList<>();
        error.path("problems").forEach(one -> details.add(one.asText()));
        int code = error.has("grpc_code")
                ? error.path("grpc_code").asInt()
                : error.path("code").asInt(0);
        return new ServiceException(why(code, status), error.path("message").asText("it says nothing"), details);
    }

    /** google.golang.org/grpc/codes. */
    private static Why why(int code, int status) {
        return switch (code) {
            case 3, 9 -> Why.INVALID;
            case 5 -> Why.NOT_FOUND;
            case 6 -> Why.ALREADY_EXISTS;
            case 7 -> Why.FORBIDDEN;
            case 8 -> status == 413 ? Why.TOO_LARGE : Why.TOO_MANY_REQUESTS;
            case 10 -> Why.CONFLICT;
            case 11 -> Why.GONE;
            case 12 -> Why.NOT_IMPLEMENTED;
            case 1, 14 -> Why.UNAVAILABLE;
            case 16 -> Why.UNAUTHENTICATED;
            default -> code >= 400 ? Why.of(code) : status >= 400 ? Why.of(status) : Why.INTERNAL;
        };
    }

    static ServiceException unreachable(IOException e, String server) {
        String reason = reason(e);
        String what = e instanceof SSLException
                ? server + " cannot be trusted, or speaks no TLS: " + reason
                        + "; --certificate-authority FILE names who is trusted, -k trusts anybody"
                : server + " does not answer: " + reason;
        return new ServiceException(Why.UNAVAILABLE, what, e);
    }

    private static String reason(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at.getMessage() != null && !at.getMessage().isBlank()) {
                return at.getMessage();
            }
        }
        return switch (e) {
            case java.net.ConnectException refused -> "nothing listens there";
            case java.net.http.HttpTimeoutException late -> "it took too long";
            default -> e.getClass().getSimpleName();
        };
    }

    /** Null when it is no JSON. */
    static @Nullable JsonNode tree(byte[] body) {
        try {
            return ModelMapper.lenient().readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("bytes can be read", e);
        }
    }
}
