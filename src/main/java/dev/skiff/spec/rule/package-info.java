/** The rules: one class per group. Fact ids such as DAG-10 refer to semantics.md. */
@NullMarked
package dev.skiff.spec.rule;

import org.jspecify.annotations.NullMarked;
