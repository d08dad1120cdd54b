import CLibPQ

/// The server accepts no more rows: it refused one, or closed the connection. Its next results give the reason.
struct CopyEnded: Error {}
