package dev.skiff.spec.shape;

import java.util.Map;
import java.util.function.Supplier;

/** What a field of the model takes. */
public sealed interface Shape {

    /** A text; numbers and booleans are taken with a warning. */
    record Text() implements Shape {}

    /** A text, number or boolean, which the model keeps as text (PARAM-04). */
    record AnyText() implements Shape {}

    /** true or false. */
    record Flag() implements Shape {}

    /** A whole number from min to max. */
    record Whole(long min, long max) implements Shape {}

    /** Any number. */
    record Decimal() implements Shape {}

    /** An RFC 3339 time. */
    record Time() implements Shape {}

    /** A whole number or a text. */
    record WholeOrText() implements Shape {}

    /** Anything. */
    record Free() implements Shape {}

    record ListOf(Shape item) implements Shape {}

    /** A mapping whose keys the user chooses. */
    record MapOf(Shape value) implements Shape {}

    /** A mapping with known fields. */
    record Fields(String name, Supplier<Map<String, Member>> members) implements Shape {}

    /**
     * One known field.
     *
     * @param required whether the enclosing mapping is incomplete without it
     * @param status whether it is the status of an object, which other versions of Argo may have written with more fields
     */
    record Member(Shape shape, boolean required, boolean status) {}

    /** What a person would call it. */
    default String described() {
        return switch (this) {
            case Text t -> "a text";
            case AnyText t -> "a text, number or boolean";
            case Flag f -> "true or false";
            case Whole w -> "a whole number";
            case Decimal d -> "a number";
            case Time t -> "a time such as 2026-11-23T21:06:00Z";
            case WholeOrText w -> "a whole number or a text";
            case Free f -> "anything";
            case ListOf l -> "a list";
            case MapOf m -> "a mapping (key: value)";
            case Fields f -> "a mapping (key: value)";
        };
    }
}
