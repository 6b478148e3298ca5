package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A named text. An empty {@code value} is a value; null means none (PARAM-01, PARAM-04). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Parameter(
        @JsonProperty("default") @JsonDeserialize(using = AnyStringDeserializer.class) @Nullable
        String defaultValue,

        @Nullable String description,

        @JsonProperty("enum")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonDeserialize(contentUsing = AnyStringDeserializer.class)
        List<String> enumValues,

        @Nullable String globalName,
        String name,

        @JsonDeserialize(using = AnyStringDeserializer.class) @Nullable
        String value,

        @Nullable ValueFrom valueFrom) {

    public Parameter {
        enumValues = Copies.list(enumValues);
        Copies.required(name, "Parameter", "name");
    }

    /** An empty builder. */
    public static ParameterBuilder builder() {
        return new ParameterBuilder();
    }

    /** A builder that starts from this value. */
    public ParameterBuilder toBuilder() {
        return new ParameterBuilder(this);
    }
}
