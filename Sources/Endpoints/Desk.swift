/// What all endpoints share: where things are, who may do what, and the ledger to read.
package enum Desk {}
