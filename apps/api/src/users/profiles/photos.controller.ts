import { Controller, Delete, Get, Header, HttpCode, Param, Put, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtension, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser, Public, type Principal } from '#auth';
import { PhotoQuery, UserDto } from '#contracts/users.dto.js';
import {
  IdPipe,
  IfMatch,
  InvalidInput,
  isNamedIn,
  NeedsIfMatch,
  NotFound,
  PreconditionFailed,
  Problems,
  TAGGED_EXTENSION,
  Unauthenticated,
  UnsupportedMediaType,
  type Versions,
} from '#http';
import { UsersService } from '../users.service.js';
import { UnreadablePhoto } from './photo.errors.js';
import { PhotosService } from './photos.service.js';

const IMAGE = { type: 'string', format: 'binary' };

/** People's photos. */
@Controller('v1')
@ApiTags('users')
export class PhotosController {
  constructor(
    private readonly photos: PhotosService,
    private readonly users: UsersService,
  ) {}

  /** The pipe is not shown its body: it looks at every value, of a `Buffer` at each byte, for half a minute. */
  @Put('users/me/photo')
  @NeedsIfMatch()
  @ApiConsumes('image/jpeg', 'image/png', 'image/webp', 'image/avif')
  @ApiBody({ schema: IMAGE })
  @ApiOperation({
    operationId: 'updatePhoto',
    summary: 'Show another photo of you',
    description:
      'The body is the image itself: JPEG, PNG, WebP or AVIF, at most 10 MiB and 50 megapixels (AVIF: 12). Which of them it is, is seen ' +
      'by its content: another of these types may be declared. Of what moves the first picture is taken. It is written anew, ' +
      'without what cameras add, such as where it was taken.',
  })
  @Problems(Unauthenticated, PreconditionFailed, UnsupportedMediaType, UnreadablePhoto)
  async change(
    @CurrentUser() user: Principal,
    @IfMatch() versions: Versions,
    @Req() { body }: FastifyRequest,
  ): Promise<UserDto> {
    if (!Buffer.isBuffer(body)) throw new UnsupportedMediaType('Send the image itself: JPEG, PNG, WebP or AVIF.');
    await this.photos.change(user.id, versions, body);
    return this.users.me(user.id);
  }

  @Delete('users/me/photo')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deletePhoto', summary: 'Show no photo of you any more' })
  @Problems(Unauthenticated)
  remove(@CurrentUser() user: Principal): Promise<void> {
    return this.photos.remove(user.id);
  }

  /** What has a URL never changes. Nothing that a browser could take it for runs anything. */
  @Get('photos/:id')
  @Public()
  @Header('Cache-Control', 'public, max-age=86400, immutable')
  @Header('Content-Security-Policy', "default-src 'none'")
  @Header('Cross-Origin-Resource-Policy', 'cross-origin')
  @ApiOperation({
    operationId: 'getPhoto',
    summary: 'Read a photo, whose URL is told as `photoUrl`',
    description: 'It never changes. Caches keep it for a day, so that one that was removed is nowhere for longer.',
  })
  @ApiProduces('image/webp')
  @ApiOkResponse({ schema: IMAGE })
  @ApiExtension(TAGGED_EXTENSION, true)
  @Problems(InvalidInput, NotFound)
  async photo(
    @Param('id', IdPipe) id: string,
    @Query() { size = 'large' }: PhotoQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const file = await this.photos.open(id, size);
    const tag = `"${size}"`;
    void reply.header('ETag', tag);
    if (!isNamedIn(reply.request.headers['if-none-match'], tag))
      return new StreamableFile(file, { type: 'image/webp' });
    file.destroy();
    void reply.status(304);
    return undefined;
  }
}
