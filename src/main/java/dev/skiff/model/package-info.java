/**
 * The Argo-compatible API as values (features.md section 13). Records are immutable: lists and maps are copied and never null, scalars that
 * are absent are null. Pod parts are fabric8 model values, which are mutable beans: do not change those that sit in a record.
 */
@NullMarked
package dev.skiff.model;

import org.jspecify.annotations.NullMarked;
