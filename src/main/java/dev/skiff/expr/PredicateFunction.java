package dev.skiff.expr;

import org.jspecify.annotations.Nullable;

/** A predicate as a value: its body, evaluated for one element. */
@FunctionalInterface
interface PredicateFunction {

    @Nullable
    Object apply(@Nullable Object element, @Nullable Object accumulator, long index) throws ExprException;
}
