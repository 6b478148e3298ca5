package dev.skiff.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Parameter}; what is not set is absent. */
public final class ParameterBuilder {

    private @Nullable String defaultValue;
    private @Nullable String description;
    private List<String> enumValues = List.of();
    private @Nullable String globalName;
    private @Nullable String name;
    private @Nullable String value;
    private @Nullable ValueFrom valueFrom;

    ParameterBuilder() {}

    ParameterBuilder(Parameter from) {
        this.defaultValue = from.defaultValue();
        this.description = from.description();
        this.enumValues = from.enumValues();
        this.globalName = from.globalName();
        this.name = from.name();
        this.value = from.value();
        this.valueFrom = from.valueFrom();
    }

    public ParameterBuilder defaultValue(@Nullable String v) {
        this.defaultValue = v;
        return this;
    }

    public ParameterBuilder description(@Nullable String v) {
        this.description = v;
        return this;
    }

    public ParameterBuilder enumValues(List<String> v) {
        this.enumValues = v;
        return this;
    }

    public ParameterBuilder globalName(@Nullable String v) {
        this.globalName = v;
        return this;
    }

    public ParameterBuilder name(String v) {
        this.name = v;
        return this;
    }

    public ParameterBuilder value(@Nullable String v) {
        this.value = v;
        return this;
    }

    public ParameterBuilder valueFrom(@Nullable ValueFrom v) {
        this.valueFrom = v;
        return this;
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if a required field is missing
     */
    public Parameter build() {
        return new Parameter(
                defaultValue,
                description,
                enumValues,
                globalName,
                Copies.required(name, "Parameter", "name"),
                value,
                valueFrom);
    }
}
