/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A library that is loaded before the C library (LD_PRELOAD) and makes the machine under a program
 * worse, while it runs: a wall clock that is off, a disk that is slow or takes no writes. What is
 * wrong at present stands in a file (FAULT_CONTROL) that is mapped before main(), so that processes
 * in a sandbox see it, too. The program is the real one and is not told.
 */
/* Both names of a function are defined here; one must not be turned into the other. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* As tests/bench/fault_control.py writes it. */
struct control {
	int64_t clock_off;   /* seconds that the wall clock is ahead */
	int64_t sync_delay;  /* microseconds that fsync and fdatasync take longer */
	int64_t write_error; /* errno of everything that changes a regular file; 0: none */
	int64_t syncs;       /* counted here */
};

static struct control nothing;
static struct control *control = &nothing;

static void __attribute__((constructor)) begin(void)
{
	const char *path = getenv("FAULT_CONTROL");
	int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	void *map = mmap(NULL, sizeof(*control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map != MAP_FAILED)
		control = map;
	close(fd);
}

static int64_t read_of(const int64_t *number)
{
	return __atomic_load_n(number, __ATOMIC_RELAXED);
}

#define NEXT(name) (__extension__(__typeof__(&name)) dlsym(RTLD_NEXT, #name))

/* The clock */

int clock_gettime(clockid_t clock, struct timespec *time)
{
	static __typeof__(&clock_gettime) next;
	if (next == NULL)
		next = NEXT(clock_gettime);
	int failed = next(clock, time);
	if (failed == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		time->tv_sec += read_of(&control->clock_off);
	return failed;
}

time_t time(time_t *result)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (result != NULL)
		*result = now.tv_sec;
	return now.tv_sec;
}

int gettimeofday(struct timeval *restrict result, void *restrict zone)
{
	struct timespec now;
	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	*result = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
	return 0;
}

/* The disk */

static int slow_sync(int (*next)(int), int fd)
{
	int64_t delay = read_of(&control->sync_delay);
	int error = (int)read_of(&control->write_error);
	__atomic_add_fetch(&control->syncs, 1, __ATOMIC_RELAXED);
	if (delay != 0)
		nanosleep(&(struct timespec){delay / 1000000, delay % 1000000 * 1000}, NULL);
	if (error != 0) {
		errno = error;
		return -1;
	}
	return next(fd);
}

int fdatasync(int fd)
{
	static __typeof__(&fdatasync) next;
	if (next == NULL)
		next = NEXT(fdatasync);
	return slow_sync(next, fd);
}

int fsync(int fd)
{
	static __typeof__(&fsync) next;
	if (next == NULL)
		next = NEXT(fsync);
	return slow_sync(next, fd);
}

/* Whether a write to it fails, with errno. Sockets, pipes and terminals are not the disk. */
static int fails(int fd)
{
	struct stat stat;
	int error = (int)read_of(&control->write_error);
	if (error == 0 || fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode))
		return 0;
	errno = error;
	return 1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
	static __typeof__(&pwrite64) next;
	if (next == NULL)
		next = NEXT(pwrite64);
	return fails(fd) ? -1 : next(fd, bytes, size, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
	return pwrite64(fd, bytes, size, offset);
}

ssize_t pwritev64(int fd, const struct iovec *pieces, int count, off64_t offset)
{
	static __typeof__(&pwritev64) next;
	if (next == NULL)
		next = NEXT(pwritev64);
	return fails(fd) ? -1 : next(fd, pieces, count, offset);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset)
{
	return pwritev64(fd, pieces, count, offset);
}

int ftruncate64(int fd, off64_t size)
{
	static __typeof__(&ftruncate64) next;
	if (next == NULL)
		next = NEXT(ftruncate64);
	return fails(fd) ? -1 : next(fd, size);
}

int ftruncate(int fd, off_t size)
{
	return ftruncate64(fd, size);
}

int open64(const char *path, int flags, ...)
{
	static __typeof__(&open64) next;
	va_list list;
	va_start(list, flags);
	mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
	va_end(list);
	if (next == NULL)
		next = NEXT(open64);
	int error = (int)read_of(&control->write_error);
	if (error == EROFS && (flags & O_ACCMODE) != O_RDONLY) {
		errno = error;
		return -1;
	}
	return next(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
	va_end(list);
	return open64(path, flags, mode);
}

/* Names can be changed on a disk that is only full. */
static int name_fails(void)
{
	int error = (int)read_of(&control->write_error);
	if (error == 0 || error == ENOSPC)
		return 0;
	errno = error;
	return 1;
}

int rename(const char *from, const char *to)
{
	static __typeof__(&rename) next;
	if (next == NULL)
		next = NEXT(rename);
	return name_fails() ? -1 : next(from, to);
}

int unlink(const char *path)
{
	static __typeof__(&unlink) next;
	if (next == NULL)
		next = NEXT(unlink);
	return name_fails() ? -1 : next(path);
}

int mkdir(const char *path, mode_t mode)
{
	static __typeof__(&mkdir) next;
	if (next == NULL)
		next = NEXT(mkdir);
	return name_fails() ? -1 : next(path, mode);
}
