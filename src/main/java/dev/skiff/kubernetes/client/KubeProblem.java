package dev.skiff.kubernetes.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The API server refused a call, or could not be reached. The message is in kubectl's words, and says which call it was. */
public final class KubeProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LONGEST = 2000;

    private final int status;
    private final String reason;
    private final String said;

    /**
     * @param status of HTTP; 0 when there was no answer
     * @param reason of the {@code Status} object, {@code AlreadyExists} for example; else empty
     */
    public KubeProblem(int status, String reason, String message, @Nullable Throwable cause) {
        this(status, reason, message, message, cause);
    }

    private KubeProblem(int status, String reason, String message, String said, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.reason = reason;
        this.said = said;
    }

    static KubeProblem of(Call call, int status, byte[] body) {
        String reason = "";
        String message = "";
        try {
            JsonNode tree = MAPPER.readTree(body);
            reason = tree.path("reason").asText("");
            message = tree.path("message").asText("");
        } catch (IOException e) {
            // a proxy on the way may answer in its own words
        }
        if (message.isEmpty()) {
            String text = new String(body, StandardCharsets.UTF_8).strip();
            message = "HTTP status " + status
                    + (text.isEmpty() ? "" : ": " + text.substring(0, Math.min(text.length(), LONGEST)));
        }
        String whole = "Error from server" + (reason.isEmpty() ? "" : " (" + reason + ")") + ": " + message;
        return new KubeProblem(status, reason, whole + " [" + withoutQuery(call) + "]", message, null);
    }

    static KubeProblem unreachable(Call call, Throwable cause) {
        Throwable root = cause;
        while (root.getMessage() == null && root.getCause() != null) {
            root = root.getCause();
        }
        String why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return new KubeProblem(
                0, "", "Unable to connect to the server: " + why + " [" + withoutQuery(call) + "]", cause);
    }

    private static String withoutQuery(Call call) {
        return call.toString().replaceFirst("\\?.*", "");
    }

    /** What a future of {@link KubeApi#send} failed with. */
    public static KubeProblem in(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof KubeProblem p ? p : new KubeProblem(0, "", "the call failed: " + cause, cause);
    }

    /** 0 when there was no answer. */
    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    /** The server's own words, without kubectl's around them. */
    public String said() {
        return said;
    }

    public boolean isNotFound() {
        return status == 404;
    }

    public boolean isAlreadyExists() {
        return status == 409 && reason.equals("AlreadyExists");
    }

    public boolean isConflict() {
        return status == 409 && !reason.equals("AlreadyExists");
    }

    public boolean isForbidden() {
        return status == 403;
    }

    /** The version asked for is too old: list again. */
    public boolean isGone() {
        return status == 410;
    }

    /** Whether the same call may well succeed later: no answer, an overloaded or failing server. */
    public boolean isTransient() {
        return status == 0 || status == 429 || status >= 500;
    }
}
