/** Where a request comes from, as proxies tell it that are trusted. */
@NullMarked
package dev.gatehouse.gateway.proxy;

import org.jspecify.annotations.NullMarked;
