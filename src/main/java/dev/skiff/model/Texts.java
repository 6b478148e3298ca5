package dev.skiff.model;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the constant of an enum by the text that Argo writes for it. */
final class Texts {

    private Texts() {}

    static <E> @Nullable E constant(E[] all, Function<E, String> text, String wanted) {
        if (wanted.isEmpty()) {
            return null;
        }
        for (E one : all) {
            if (text.apply(one).equals(wanted)) {
                return one;
            }
        }
        throw new IllegalArgumentException("'%s' is not one of %s"
                .formatted(wanted, Arrays.stream(all).map(text).collect(Collectors.joining(", "))));
    }
}
