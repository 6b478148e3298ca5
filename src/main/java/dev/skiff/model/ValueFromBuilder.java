package dev.skiff.model;

import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ValueFrom}; what is not set is absent. */
public final class ValueFromBuilder {

    private @Nullable ConfigMapKeySelector configMapKeyRef;
    private @Nullable String defaultValue;
    private @Nullable String event;
    private @Nullable String expression;
    private @Nullable String jqFilter;
    private @Nullable String jsonPath;
    private @Nullable String parameter;
    private @Nullable String path;
    private @Nullable SuppliedValueFrom supplied;

    ValueFromBuilder() {}

    ValueFromBuilder(ValueFrom from) {
        this.configMapKeyRef = from.configMapKeyRef();
        this.defaultValue = from.defaultValue();
        this.event = from.event();
        this.expression = from.expression();
        this.jqFilter = from.jqFilter();
        this.jsonPath = from.jsonPath();
        this.parameter = from.parameter();
        this.path = from.path();
        this.supplied = from.supplied();
    }

    public ValueFromBuilder configMapKeyRef(@Nullable ConfigMapKeySelector v) {
        this.configMapKeyRef = v;
        return this;
    }

    public ValueFromBuilder defaultValue(@Nullable String v) {
        this.defaultValue = v;
        return this;
    }

    public ValueFromBuilder event(@Nullable String v) {
        this.event = v;
        return this;
    }

    public ValueFromBuilder expression(@Nullable String v) {
        this.expression = v;
        return this;
    }

    public ValueFromBuilder jqFilter(@Nullable String v) {
        this.jqFilter = v;
        return this;
    }

    public ValueFromBuilder jsonPath(@Nullable String v) {
        this.jsonPath = v;
        return this;
    }

    public ValueFromBuilder parameter(@Nullable String v) {
        this.parameter = v;
        return this;
    }

    public ValueFromBuilder path(@Nullable String v) {
        this.path = v;
        return this;
    }

    public ValueFromBuilder supplied(@Nullable SuppliedValueFrom v) {
        this.supplied = v;
        return this;
    }

    public ValueFrom build() {
        return new ValueFrom(
                configMapKeyRef, defaultValue, event, expression, jqFilter, jsonPath, parameter, path, supplied);
    }
}
