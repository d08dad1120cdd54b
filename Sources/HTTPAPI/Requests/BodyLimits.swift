import HTTPTypes
import Hummingbird
import NIOCore

/// How large a body may be, and how long its arrival may take.
struct BodyLimits {
    let size: Int
    let deadline: Duration
}
