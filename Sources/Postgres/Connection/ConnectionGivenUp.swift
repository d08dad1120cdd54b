import CLibPQ
import Glibc
import Logging

/// The server did not answer a request to cancel in time.
struct ConnectionGivenUp: Error {}
