extension Collection<UInt8> {
    /// Where a letter first stands in a text's bytes. Looks at the bytes as they lie in memory: steps by a text's own indices take longer.
    func place(of letter: Unicode.Scalar) -> Index? {
        let letter = UInt8(ascii: letter)
        guard let offset = withContiguousStorageIfAvailable({ $0.firstIndex(of: letter) }) else { return firstIndex(of: letter) }
        return offset.map { index(startIndex, offsetBy: $0) }
    }
}
