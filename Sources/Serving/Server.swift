/// Listens.
package enum Server {}
