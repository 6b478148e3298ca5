package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import org.jspecify.annotations.Nullable;

/** Where the value of a parameter comes from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValueFrom(
        @Nullable ConfigMapKeySelector configMapKeyRef,

        @JsonProperty("default") @JsonDeserialize(using = AnyStringDeserializer.class) @Nullable
        String defaultValue,

        @Nullable String event,
        @Nullable String expression,
        @Nullable String jqFilter,
        @Nullable String jsonPath,
        @Nullable String parameter,
        @Nullable String path,
        @Nullable SuppliedValueFrom supplied) {

    /** An empty builder. */
    public static ValueFromBuilder builder() {
        return new ValueFromBuilder();
    }

    /** A builder that starts from this value. */
    public ValueFromBuilder toBuilder() {
        return new ValueFromBuilder(this);
    }
}
