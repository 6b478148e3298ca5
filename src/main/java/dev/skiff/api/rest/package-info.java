/** Argo Server's REST API (features.md section 7): a table of endpoints, and a server that answers them. */
@NullMarked
package dev.skiff.api.rest;

import org.jspecify.annotations.NullMarked;
