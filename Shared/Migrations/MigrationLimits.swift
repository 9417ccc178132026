/// What a migration may be.
public enum MigrationLimits {
    /// The longest file.
    public static let fileBytesMax = 1 << 20
    /// How long one migration may take, the wait for another migrator included.
    public static let migrationMax: Duration = .seconds(600)
    /// How long the database is waited for.
    public static let connectMax: Duration = .seconds(30)
}
