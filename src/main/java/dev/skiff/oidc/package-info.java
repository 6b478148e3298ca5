/** Bearer tokens of an OpenID Connect issuer: who they are of, if they are what they should be. */
@NullMarked
package dev.skiff.oidc;

import org.jspecify.annotations.NullMarked;
