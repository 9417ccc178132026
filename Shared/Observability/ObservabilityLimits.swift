/// Every bound of this module.
public enum ObservabilityLimits {
    /// Log lines waiting to be written; a line that does not fit is dropped and counted.
    public static let logBufferBytes = 1 << 20
    /// A batch of this size is written without waiting for `logDelay`.
    public static let logBatchBytes = 64 << 10
    /// How long a line below error level may wait for company.
    public static let logDelay: Duration = .milliseconds(50)
    /// One write: what a pipe with room takes without blocking.
    public static let logWriteBytes = 4096
    /// How long closing waits for a reader of stdout that does not read.
    public static let logCloseWait: Duration = .seconds(2)
    /// In how many parts the writing thread spends that wait.
    public static let logCloseWaits = 4
    /// What nearly every line fits into.
    static let logLineUsualBytes = 512
    /// One line; fields that would not fit are left out and the line says so.
    public static let logLineBytes = 32 << 10
    /// One text value; the rest is cut and the value says so.
    public static let logValueBytes = 2048
    /// The same value at its longest: every byte escaped as `\u00NN`.
    public static let logValueEscapedBytes = logValueBytes * 6

    /// Families in one registry.
    public static let metricFamilies = 512
    /// Series of one family, the `other` series not counted. Room for every operation of the platform by status.
    public static let metricSeries = 2000
    /// Labels of one family.
    public static let metricLabels = 8
    /// One label value; what is longer becomes `other`.
    public static let metricLabelBytes = 128
    /// Upper bounds of one histogram, `+Inf` not counted.
    public static let histogramBounds = 24

    /// From the standard: members, bytes of a key, bytes of a value.
    public static let traceStateMembers = 32
    public static let traceStateKeyBytes = 256
    public static let traceStateValueBytes = 256
    /// A longer state is dropped whole. The standard asks for at least 512.
    public static let traceStateBytes = 8192
    /// Finished spans waiting for whoever exports them.
    public static let spanQueue = 2048
    /// Attributes of one span.
    public static let spanAttributes = 32
    /// One attribute value in bytes of UTF-8.
    public static let spanValueBytes = 1024
}
