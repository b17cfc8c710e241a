//! The data folder of an installation on SQLite, and the lock that keeps it to
//! one server. Commands work beside the server and do not take the lock.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use super::StoreError;

const DATABASE_FILE: &str = "mainstay.db";
const LOCK_FILE: &str = "server.lock";

#[derive(Clone, Debug)]
pub struct DataDir {
    folder: PathBuf,
}

/// Held by the server as long as it runs; the system drops it with the process,
/// however that ends.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataDir {
    /// Makes the folder if it is not there.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(folder)
            .map_err(|cause| StoreError::io("make the data folder", folder, cause))?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    #[must_use]
    pub fn database(&self) -> PathBuf {
        Self::file_in(&self.folder)
    }

    /// Where the database of a folder lies, whether or not either is there.
    #[must_use]
    pub fn file_in(folder: &Path) -> PathBuf {
        folder.join(DATABASE_FILE)
    }

    /// Keeps other servers away until the answer is dropped.
    ///
    /// # Errors
    ///
    /// [`StoreError::FolderInUse`] when another server runs on this folder.
    pub fn lock(&self) -> Result<DataLock, StoreError> {
        let path = self.folder.join(LOCK_FILE);
        let failed = |cause| StoreError::io("lock", &path, cause);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(DataLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::FolderInUse {
                folder: self.folder.clone(),
            }),
            Err(TryLockError::Error(cause)) => Err(failed(cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::open(&folder.path().join("data")).unwrap();
        let first = data.lock().unwrap();
        let error = data.lock().unwrap_err();
        assert!(matches!(error, StoreError::FolderInUse { .. }));
        assert!(error.to_string().contains("--data"), "{error}");
        drop(first);
        data.lock().unwrap();
    }
}
