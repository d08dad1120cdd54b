import CLibPQ

/// The server takes no more rows: it has refused one, or ended the connection. Its next results say why.
struct CopyEnded: Error {}
