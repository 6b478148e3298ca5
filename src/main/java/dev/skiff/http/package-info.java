/** Templates of kind {@code http}: one request, sent by this process as Argo's agent sends it with Go's client. */
@NullMarked
package dev.skiff.http;

import org.jspecify.annotations.NullMarked;
