import EventLoop

/// An error whose description may be logged: it never contains payload, bind values or anything personal. Errors that
/// do not say so of themselves are logged by the name of their type alone.
public protocol SafelyDescribed: Error, CustomStringConvertible {
    /// A bounded name of the kind of error, for metrics and for `error` in a line.
    var label: StaticString { get }
}

extension SystemError: SafelyDescribed {}
