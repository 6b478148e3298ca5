package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One HTTP request. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HTTP(
        @Nullable String body,
        @Nullable HTTPBodySource bodyFrom,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HTTPHeader> headers,
        @Nullable Boolean insecureSkipVerify,
        @Nullable String method,
        @Nullable String successCondition,
        @Nullable Long timeoutSeconds,
        String url) {

    public HTTP {
        headers = Copies.list(headers);
        Copies.required(url, "HTTP", "url");
    }
}
